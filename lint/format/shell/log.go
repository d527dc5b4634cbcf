package shell

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/machine"
)

// log are the assignments that a shell has made, the last first. Branches and subshells share what was there before them.
type log struct {
	machine.Assignment
	before *log
	length int
}

func (l *log) size() int {
	if l == nil {
		return 0
	}
	return l.length
}

// with returns a log with one more assignment.
func (l *log) with(a machine.Assignment) *log {
	return &log{Assignment: a, before: l, length: l.size() + 1}
}

// last returns the last assignment of a variable; nil if there is none.
func (l *log) last(name string) *machine.Assignment {
	for ; l != nil; l = l.before {
		if l.Name == name {
			return &l.Assignment
		}
	}
	return nil
}

// list returns the assignments in order. It counts as work of a shell.
func (l *log) list(s *shell) []machine.Assignment {
	s.step(1 + l.size()/4)
	out := make([]machine.Assignment, l.size())
	for i := len(out) - 1; i >= 0; i-- {
		out[i], l = l.Assignment, l.before
	}
	return out
}

func (s *shell) logAssignment(entry machine.Assignment) {
	s.run.bytes += 64
	s.log = s.log.with(entry)
}

// change changes all assignments of a variable.
func (s *shell) change(name string, how func(*machine.Assignment)) {
	s.changeAll(map[string]bool{name: true}, func(a *machine.Assignment) bool { how(a); return true })
}

// changeAll changes all assignments of some variables, and drops those of which how says so by returning false. What is older
// than the first of them stays shared with other branches.
func (s *shell) changeAll(names map[string]bool, how func(*machine.Assignment) (kept bool)) {
	looked, newer := 0, 0
	for l := s.log; l != nil; l = l.before {
		if looked++; names[l.Name] {
			newer = looked
		}
	}
	if !s.step((looked+31*newer)/128) || newer == 0 {
		return
	}
	after := make([]machine.Assignment, newer)
	for i := range after {
		after[newer-1-i], s.log = s.log.Assignment, s.log.before
	}
	for _, a := range after {
		if !names[a.Name] || how(&a) {
			s.log = s.log.with(a)
		} else if s.log.size() < s.own {
			s.own--
		}
	}
}

// mergeLogs returns the assignments of all branches. Those that a branch made are noted as such when they are made.
func (s *shell) mergeLogs(before *log, ends []state) *log {
	merged := before
	var made [][]machine.Assignment
	for _, end := range ends {
		n := end.log.size() - before.size()
		if n <= 0 && end.log == before {
			continue
		}
		var added []machine.Assignment
		l := end.log
		for ; n > 0; n-- {
			added, l = append(added, l.Assignment), l.before
		}
		slices.Reverse(added)
		if made = append(made, added); l == before {
			continue
		}
		// The branch has changed what was there before: it has exported it, perhaps.
		was, now := merged.list(s), l.list(s)
		merged = nil
		for i, a := range was {
			if i < len(now) {
				a.Exported, a.Maybe = a.Exported || now[i].Exported, a.Maybe || now[i].Maybe
			}
			merged = merged.with(a)
		}
	}
	for _, added := range made {
		s.step(len(added) / 4)
		for _, a := range added {
			merged = merged.with(a)
		}
	}
	return merged
}
