package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Question is what to ask about a change that no configuration tells of, or not alone.
type Question struct {
	// Change is the id of the change.
	Change string `json:"change"`
	// Who can answer: "operator", "scheduler", "executor" or "module" (those who write them), "tooling" (those who run what asks
	// Mesos for something) or "build".
	Who string `json:"who"`
	// Ask is a whole sentence.
	Ask string `json:"ask"`
}

var questions = lazy.Value[map[string]*Question]{Make: func() map[string]*Question {
	out := map[string]*Question{}
	for _, q := range questionData {
		out[q.Change] = q
	}
	return out
}}

// QuestionOf returns what to ask about a change, nil if a configuration tells everything.
func QuestionOf(change string) *Question { return questions.Get()[change] }

// Watch is something that shows whether a step of an upgrade went well.
type Watch struct {
	// What it is: "metric" (a key of /metrics/snapshot) or "log" (a part of a line of the log).
	What string `json:"what"`
	// Who shows it: "master", "agent".
	Who  []string       `json:"who"`
	Name string         `json:"name"`
	In   release.Ranges `json:"in"`
	// Why says what it should be.
	Why      string   `json:"why"`
	Evidence []string `json:"evidence"`
}

// Watches returns what to watch on a release while it is brought in.
func Watches(r release.Release) []*Watch {
	var out []*Watch
	for _, w := range watchData {
		if w.In.Contains(r) {
			out = append(out, w)
		}
	}
	return out
}
