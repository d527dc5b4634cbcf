package lint

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// memo keeps what several rules compute from the same document or node, for the time the rules look at it. One
// goroutine looks at one document or node, so it needs no lock.
type memo struct{ values map[any]any }

// Memo returns the value that make computes for key, computing it once for all rules that look at the same document or
// node. key is a comparable value of a type private to the caller, as in context.Value.
func Memo[T any](p *Pass, key any, make func() T) T {
	if v, ok := p.memo.values[key]; ok {
		return v.(T)
	}
	v := make()
	if p.memo.values == nil {
		p.memo.values = map[any]any{}
	}
	p.memo.values[key] = v
	return v
}

// MemoOf is Memo for values of one kind, by what each is of. kind is a value of an empty type private to the caller: to ask again
// takes no memory then, and every rule asks for the same.
func MemoOf[Of comparable, T any](p *Pass, kind any, of Of, make func() T) T {
	m, _ := p.memo.values[kind].(*memos[Of, T])
	if m == nil {
		m = Memo(p, kind, func() *memos[Of, T] { return &memos[Of, T]{} })
	}
	for i := range m.first[:m.n] {
		if m.first[i].of == of {
			return m.first[i].value
		}
	}
	if v, ok := m.more[of]; ok {
		return v
	}
	v := make()
	switch {
	case m.n < len(m.first):
		m.first[m.n].of, m.first[m.n].value = of, v
		m.n++
	case m.more == nil:
		m.more = map[Of]T{of: v}
	default:
		m.more[of] = v
	}
	return v
}

// memos are values of one kind: mostly those of one document or node on both ends of an upgrade.
type memos[Of comparable, T any] struct {
	first [2]struct {
		of    Of
		value T
	}
	n    int
	more map[Of]T
}

// Shared is Memo for the whole run: make is called once, whichever document or node is looked at first. What it returns is
// read from several goroutines: it must not change, or guard itself.
func Shared[T any](p *Pass, key any, make func() T) T {
	v, ok := p.shared.Load(key)
	if !ok {
		v, _ = p.shared.LoadOrStore(key, sync.OnceValue(func() shared[T] { return sharedOf(p, make) }))
	}
	out := v.(func() shared[T])()
	p.wide = p.wide || out.wide
	return out.value
}

// shared is a value of a run, and whether whoever made it asked for more than one document.
type shared[T any] struct {
	value T
	wide  bool
}

func sharedOf[T any](p *Pass, make func() T) (out shared[T]) {
	wide := p.wide
	p.wide = false
	out.value = make()
	out.wide, p.wide = p.wide, p.wide || wide
	return out
}

// An Option changes what a run is asked for.
type Option func(*Pass)

// Undated is for runs of which nobody looks at Diagnostic.Release. Finding it can take longer than all the rest.
func Undated(p *Pass) { p.Undated = true }

// Alike has files that say the same, and that nothing refers to, looked at once: what is found in one of them is found in all. It
// is for rules that tell a document by what it says, and by its place only through Pass.Config, as those of mesoslint do.
func Alike(p *Pass) { p.alike = true }

// Adjusted has every finding go through adjust before those of several nodes are made one: it may change the severity, and
// where it returns false the finding is left out. It is called from several goroutines.
func Adjusted(adjust func(*Diagnostic) bool) Option {
	return func(p *Pass) { p.adjust = adjust }
}

// Watched has watch called each time a document or node has been judged, with how many have been and how many there are. It
// is called from several goroutines.
func Watched(watch func(judged, of int)) Option {
	return func(p *Pass) { p.watch = watch }
}

// UnfinishedError says that a run was ended before everything was judged.
type UnfinishedError struct {
	// Judged of Of documents and nodes were looked at by all of their rules.
	Judged, Of int
	// Err is why: the error of the context.
	Err error
}

func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("after %d of %d documents and nodes: %v", e.Judged, e.Of, e.Err)
}

// Unwrap returns the cause.
func (e *UnfinishedError) Unwrap() error { return e.Err }

// grace is how long a cancelled run waits for the rules that are at work. One that takes longer is left behind: it goes on,
// and what it finds is lost.
const grace = time.Second / 2

// Run applies the rules to what was loaded, documents and nodes side by side, and returns the diagnostics ordered by
// file, place, rule and message. Those that differ in nothing but their node and component are one. The order does not
// depend on scheduling. A cancelled context ends the run early: what was found until then is returned with an
// *UnfinishedError.
func Run(ctx context.Context, rules []*Rule, upgrade release.Upgrade, c *config.Config, options ...Option) ([]Diagnostic, error) {
	r := &runner{upgrade: upgrade, config: c, options: options, twins: twinsOf(c.Nodes), found: make([][]Diagnostic, len(c.Documents)+len(c.Nodes)+1)}
	for _, rule := range rules {
		switch {
		case rule.Document != nil:
			r.perDocument = append(r.perDocument, rule)
		case rule.Node != nil:
			r.perNode = append(r.perNode, rule)
		case rule.Config != nil:
			r.perConfig = append(r.perConfig, rule)
		}
	}
	if first := r.pass(nil); first.alike && len(c.Documents) > 1 {
		r.findAlike(first.Was)
	}
	found, err := r.run(ctx)
	hideSecrets(found, c.Secrets)
	showQuoted(found)
	Sort(found)
	return fold(foldTwins(found)), err
}

// runner is one run. Its tasks are the documents, the nodes, and last the configuration as a whole.
type runner struct {
	upgrade                         release.Upgrade
	config                          *config.Config
	options                         []Option
	perDocument, perNode, perConfig []*Rule
	twins                           map[*config.Node]source.Span
	shared                          sync.Map
	next                            atomic.Int64

	// Of the documents that say the same, see findAlike; nil if there is one document at most.
	following []int32
	follows   []bool

	lock   sync.Mutex
	found  [][]Diagnostic // by task, of those that have ended
	judged int            // documents and nodes that all of their rules looked at
}

// run does all tasks, on as many goroutines as are worth it. Nobody waits for the others if the run cannot be ended early.
func (r *runner) run(ctx context.Context) ([]Diagnostic, error) {
	var running sync.WaitGroup
	work := func() {
		worker := newWorker()
		for ctx.Err() == nil {
			i := int(r.next.Add(1)) - 1
			if i >= len(r.found) {
				return
			}
			r.task(ctx, i, worker)
		}
	}
	for range r.workers() - 1 {
		running.Go(work)
	}
	if ctx.Done() == nil {
		work()
		running.Wait()
	} else {
		running.Go(work)
		wait(ctx, &running)
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	out := slices.Concat(r.found...)
	if err := ctx.Err(); err != nil {
		return out, &UnfinishedError{Judged: r.judged, Of: len(r.found) - 1, Err: err}
	}
	return out, nil
}

// smallText is how many bytes are judged in less time than it takes to start another thread.
const smallText = 16 << 10

// workers returns how many tasks are to be done at a time.
func (r *runner) workers() int {
	processors, text := runtime.GOMAXPROCS(0), smallText/4*len(r.config.Nodes)
	for _, d := range r.config.Documents {
		if text += d.Text.Len(); text > processors*smallText {
			break
		}
	}
	return max(1, min(processors, len(r.found), text/smallText))
}

// wait waits for running to end, or a little longer than the context.
func wait(ctx context.Context, running *sync.WaitGroup) {
	ended := make(chan struct{})
	go func() {
		running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		select {
		case <-ended:
		case <-time.After(grace):
		}
	}
}

// pass is what rules are given that look at one document or node, or at the whole.
func (r *runner) pass(w *worker) *Pass {
	p := &Pass{worker: w, Upgrade: r.upgrade, config: r.config, memo: &memo{}, shared: &r.shared}
	for _, o := range r.options {
		o(p)
	}
	return p
}

// task has the rules look at one document or node, or at the whole.
func (r *runner) task(ctx context.Context, i int, w *worker) {
	if i < len(r.following) {
		r.documentsAlike(ctx, i, w)
		return
	}
	r.look(ctx, r.pass(w), i)
}

// look has the rules do a task.
func (r *runner) look(ctx context.Context, pass *Pass, i int) {
	found := pass.worker.room
	pass.report = func(d Diagnostic) { found = pass.worker.add(found, d) }
	each := func(rules []*Rule, look func(*Rule)) {
		for _, rule := range rules {
			if ctx.Err() != nil {
				return
			}
			pass.rule = rule
			look(rule)
		}
	}
	c := r.config
	switch documents := len(c.Documents); {
	case i < documents:
		pass.nodes = r.nodesOf(c.Documents[i])
		each(r.perDocument, func(rule *Rule) { rule.Document(pass, c.Documents[i]) })
	case i < len(r.found)-1:
		pass.nodes = r.nodeOf(c.Nodes[i-documents])
		each(r.perNode, func(rule *Rule) { rule.Node(pass, c.Nodes[i-documents]) })
	default:
		each(r.perConfig, func(rule *Rule) { rule.Config(pass, c) })
	}
	r.ended(ctx, pass, i, pass.worker.end(found))
}

// ended notes what was found by a task that ended.
func (r *runner) ended(ctx context.Context, pass *Pass, i int, found []Diagnostic) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.found[i] = found
	if ctx.Err() == nil && i < len(r.found)-1 {
		r.judged++
		if pass.watch != nil {
			pass.watch(r.judged, len(r.found)-1)
		}
	}
}

// nodeOf names a node in the diagnostics about it.
func (r *runner) nodeOf(n *config.Node) []Node {
	if n == nil {
		return nil
	}
	return []Node{{Component: n.Component, Name: n.Name, Start: n.Start, twin: r.twins[n]}}
}

// nodesOf names the nodes that read a document.
func (r *runner) nodesOf(d *config.Document) []Node {
	out := r.nodeOf(d.Node)
	for _, n := range d.Others {
		out = append(out, r.nodeOf(n)...)
	}
	return out
}

// Sort orders diagnostics as Run does.
func Sort(diags []Diagnostic) {
	places := make([]int32, len(diags)) // which are quicker to move
	sorted := true
	for i := range places {
		places[i] = int32(i)
		sorted = sorted && (i == 0 || compare(&diags[i-1], &diags[i]) <= 0)
	}
	if sorted {
		return
	}
	slices.SortStableFunc(places, func(a, b int32) int { return compare(&diags[a], &diags[b]) })
	for first, from := range places {
		if from < 0 {
			continue // it is in its place
		}
		moved := diags[first]
		for to := int32(first); ; {
			from := places[to]
			places[to] = -1
			if from == int32(first) {
				diags[to] = moved
				break
			}
			diags[to] = diags[from]
			to = from
		}
	}
}

func compare(a, b *Diagnostic) int {
	return cmp.Or(
		cmp.Compare(path(a.Span), path(b.Span)),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message))
}

func path(s source.Span) string {
	if s.Source == nil {
		return ""
	}
	return s.Source.Path
}
