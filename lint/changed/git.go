// Package changed tells the findings that are about what changed since a revision of git: in files that changed, and in
// the nodes that are built from them. It asks the git of the user, and lets no file and no setting of the repository run
// anything.
package changed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// repository is a work tree and how it is asked.
type repository struct {
	// top is its root, without symbolic links.
	top string
	// neutral are settings, name and value, that keep filters of the repository from running.
	neutral [][2]string
}

// git runs git in a directory and returns what it prints. No hook, monitor, filter, pager, helper or network is used, and
// no variable of git's is taken from the environment.
func git(ctx context.Context, dir string, neutral [][2]string, args ...string) ([]byte, error) {
	options := []string{"--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "core.pager=cat",
		"-c", "protocol.allow=never", "-c", "core.quotePath=false", "-c", "submodule.recurse=false"}
	variables := environment(os.Environ())
	inVariables := 0
	for _, setting := range neutral {
		if !strings.Contains(setting[0], "=") {
			options = append(options, "-c", setting[0]+"="+setting[1])
			continue
		}
		// An option cannot name it.
		variables = append(variables, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", inVariables, setting[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", inVariables, setting[1]))
		inVariables++
	}
	if inVariables > 0 {
		variables = append(variables, fmt.Sprintf("GIT_CONFIG_COUNT=%d", inVariables))
	}
	cmd := exec.CommandContext(ctx, "git", slices.Concat(options, args)...)
	cmd.Dir, cmd.Env = dir, variables
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, exec.ErrDot) {
			return nil, errors.New("git is not installed, and --diff-base asks it what changed")
		}
		return nil, &gitError{err, firstLine(complaint.String())}
	}
	return out.Bytes(), nil
}

// gitError is a failure of git and the first line of what it said.
type gitError struct {
	err  error
	said string
}

func (e *gitError) Error() string {
	if e.said == "" {
		return "git: " + e.err.Error()
	}
	return "git says: " + e.said
}

func (e *gitError) Unwrap() error { return e.err }

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimPrefix(line, "fatal: ")
}

// environment returns the variables that git gets: none of its own that it did not get from here.
func environment(of []string) []string {
	kept := slices.DeleteFunc(slices.Clone(of), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(strings.ToUpper(name), "GIT_") || name == "LC_ALL" || name == "LANGUAGE" || name == "PAGER"
	})
	return append(kept, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1")
}

// open finds the work tree that a directory lies in.
func open(ctx context.Context, dir string) (*repository, error) {
	out, err := git(ctx, dir, nil, "rev-parse", "--show-toplevel")
	var failed *gitError
	switch {
	case errors.As(err, &failed) && strings.Contains(failed.said, "dubious ownership"):
		return nil, fmt.Errorf("git does not read the repository because it belongs to somebody else: `git config --global --add safe.directory %s` trusts it", dir)
	case errors.As(err, &failed):
		return nil, fmt.Errorf("%s is not in a work tree of git, and --diff-base asks git what changed", dir)
	case err != nil:
		return nil, err
	}
	r := &repository{top: strings.TrimSuffix(string(out), "\n")}
	if r.top == "" {
		return nil, fmt.Errorf("%s is in a repository of git without a work tree, and --diff-base asks git what changed", dir)
	}
	if real, err := filepath.EvalSymlinks(filepath.FromSlash(r.top)); err == nil {
		r.top = real
	}
	names, _ := git(ctx, r.top, nil, "config", "--name-only", "-z", "--get-regexp", `^filter\..*\.(clean|smudge|process|required)$`)
	for name := range strings.SplitSeq(string(names), "\x00") {
		switch {
		case strings.HasSuffix(name, ".required"):
			r.neutral = append(r.neutral, [2]string{name, "false"})
		case name != "":
			r.neutral = append(r.neutral, [2]string{name, ""})
		}
	}
	return r, nil
}

func (r *repository) git(ctx context.Context, args ...string) (string, error) {
	out, err := git(ctx, r.top, r.neutral, args...)
	return string(out), err
}

// isShallow reports whether the clone lacks a part of the history.
func (r *repository) isShallow(ctx context.Context) bool {
	out, err := r.git(ctx, "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(out) == "true"
}

// deepen says what to do in a shallow clone.
const deepen = "the clone is shallow: fetch the whole history first, with `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout"

// mergeBase returns the commit from which a revision and HEAD part.
func (r *repository) mergeBase(ctx context.Context, revision string) (string, error) {
	commit, err := r.git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if r.isShallow(ctx) {
			return "", fmt.Errorf("--diff-base %q: there is no such revision here, and %s", revision, deepen)
		}
		return "", &UnknownRevisionError{Revision: revision, known: r.names(ctx)}
	}
	base, err := r.git(ctx, "merge-base", strings.TrimSpace(commit), "HEAD")
	switch {
	case err == nil:
		return strings.TrimSpace(base), nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	case r.isShallow(ctx):
		return "", fmt.Errorf("--diff-base %q: where it and HEAD part is not known, because %s", revision, deepen)
	}
	if _, err := r.git(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		return "", fmt.Errorf("--diff-base %q: nothing is committed yet", revision)
	}
	return "", fmt.Errorf("--diff-base %q: it and HEAD have no commit in common", revision)
}

// names returns the branches and tags, as people write them.
func (r *repository) names(ctx context.Context) []string {
	out, err := r.git(ctx, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
	if err != nil {
		return nil
	}
	return strings.Fields(out)
}

// UnknownRevisionError is the error of a revision that the repository does not have.
type UnknownRevisionError struct {
	Revision string
	known    []string
}

func (e *UnknownRevisionError) Error() string {
	return fmt.Sprintf("--diff-base %q: git knows no such revision", e.Revision)
}

// Known returns the branches and tags of the repository.
func (e *UnknownRevisionError) Known() []string { return e.known }

// list splits what git prints with -z.
func list(out string) []string {
	return strings.FieldsFunc(out, func(c rune) bool { return c == 0 })
}
