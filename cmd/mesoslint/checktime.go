package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/report"
)

// grace is how long a run whose time is over waits for what it is doing. Whatever takes longer is left behind: reading from
// a pipe that nobody writes to, say.
const grace = time.Second / 2

// withDeadline returns a context that ends with --timeout.
func (f checkFlags) withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if f.timeout == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, f.timeout)
}

// inTime does some work and returns its outcome, or soon after the context has ended the context's error.
func inTime[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := work()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
	}
	select {
	case o := <-done:
		return o.value, o.err
	case <-time.After(grace):
		var none T
		return none, ctx.Err()
	}
}

// read loads what the paths hold. It does not wait longer than the context lasts where somebody else decides how long it
// takes: on standard input and, because a file may be of any kind and on any disk, with --timeout.
func (p *request) read(ctx context.Context, options load.Options) (*config.Config, error) {
	work := func() (*config.Config, error) { return load.Load(ctx, p.paths, options) }
	if _, limited := ctx.Deadline(); limited || slices.Contains(p.paths, "-") {
		return inTime(ctx, work)
	}
	return work()
}

// timedOut reports whether an error is that the time of --timeout is over.
func timedOut(err error) bool { return errors.Is(err, context.DeadlineExceeded) }

// overtime says that the time of --timeout was over, and while what.
func (f checkFlags) overtime(while string) string {
	return fmt.Sprintf("the time of --timeout (%s) was over %s", f.timeout, while)
}

// firstLook loads and checks. Where the time is over before that is done it returns what there is, and why that is not all.
func (p *request) firstLook(ctx context.Context, f checkFlags) (loaded *config.Config, found []lint.Diagnostic, partial string, err error) {
	loaded, found, err = p.lint(ctx, nil)
	if !timedOut(err) {
		return loaded, found, "", err
	}
	var unfinished *lint.UnfinishedError
	if errors.As(err, &unfinished) {
		return loaded, found, f.overtime(fmt.Sprintf("after %d of %d documents and nodes were judged", unfinished.Judged, unfinished.Of)), nil
	}
	return &config.Config{}, nil, f.overtime("while files were read: nothing was judged"), nil
}

// lateFix says in a report that fixing took too long: nothing was written then.
func (f *fixing) lateFix(flags checkFlags, run *report.Run) {
	var undone *fix.ApplyError
	if timedOut(f.err) && !(errors.As(f.err, &undone) && len(undone.Left) > 0) {
		run.Partial, f.err = flags.overtime("while fixes were made: nothing was written"), nil
	}
}
