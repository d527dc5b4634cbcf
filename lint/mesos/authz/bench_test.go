package authz_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

var sizes = []int{10_000, 50_000, 200_000}

// document writes a policy of n entries, about 120 bytes each. distinct has every entry name a principal and a role of its
// own; else they are drawn from a thousand each, with some ANY and NONE among the principals' own.
func document(n int, distinct bool, keys ...string) []byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	var b strings.Builder
	b.WriteString("{\n \"permissive\": false")
	for _, key := range keys {
		object := "roles"
		if key == "remove_quotas" {
			object = "quota_principals"
		}
		fmt.Fprintf(&b, ",\n %q: [", key)
		for i := range n / len(keys) {
			if i > 0 {
				b.WriteByte(',')
			}
			principal, role := i, i
			if !distinct {
				principal, role = r.IntN(1000), r.IntN(1000)
			}
			target := fmt.Sprintf(`{"values": ["role-%06d"]}`, role)
			if !distinct && r.IntN(500) == 0 {
				target = `{"type": "ANY"}`
			}
			fmt.Fprintf(&b, "\n  {\"principals\": {\"values\": [\"principal-%06d\"]},\n   %q: %s}", principal, object, target)
		}
		b.WriteString("]")
	}
	b.WriteString("\n}\n")
	return []byte(b.String())
}

func readBytes(b testing.TB, s *authz.Schema, d stout.Dialect, data []byte) *authz.Policy {
	b.Helper()
	text := source.WholeText(source.New("acls.json", "", data))
	v, err := stout.ParseJSON(&text, d)
	if err != nil {
		b.Fatal(err)
	}
	p, problems := authz.Read(v, s, d)
	if p == nil {
		b.Fatal(problems)
	}
	return p
}

func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

func BenchmarkRead(b *testing.B) {
	s := schema(b, "1.2.3")
	for _, n := range sizes {
		data := document(n, true, "register_frameworks")
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			before := heap()
			text := source.WholeText(source.New("acls.json", "", data))
			v, _ := stout.ParseJSON(&text, strict)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var p *authz.Policy
			for b.Loop() {
				p, _ = authz.Read(v, s, strict)
			}
			b.ReportMetric(heap()-before, "MiB-held")
			runtime.KeepAlive(p)
		})
	}
}

func BenchmarkUnreachable(b *testing.B) {
	s := schema(b, "1.2.3")
	for _, distinct := range []bool{true, false} {
		for _, n := range sizes {
			p := readBytes(b, s, strict, document(n, distinct, "register_frameworks"))
			b.Run(fmt.Sprintf("distinct=%v/%d", distinct, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					p.Unreachable()
				}
			})
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	old, new := schema(b, "1.2.3"), schema(b, "1.3.2")
	for _, distinct := range []bool{true, false} {
		for _, n := range sizes {
			data := document(n, distinct, "register_frameworks")
			p, same := readBytes(b, old, strict, data), readBytes(b, new, late, data)
			changed := readBytes(b, new, late, []byte(strings.ReplaceAll(string(data), `00"`, `01"`)))
			b.Run(fmt.Sprintf("same/distinct=%v/%d", distinct, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if !authz.Compare(p, same).Equal() {
						b.Fatal("differs")
					}
				}
			})
			b.Run(fmt.Sprintf("changed/distinct=%v/%d", distinct, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if authz.Compare(p, changed).Equal() {
						b.Fatal("equal")
					}
				}
			})
		}
	}
}

func BenchmarkMigrate(b *testing.B) {
	old, new := schema(b, "1.2.3"), schema(b, "1.3.2")
	for _, distinct := range []bool{true, false} {
		for _, n := range sizes {
			p := readBytes(b, old, strict, document(n, distinct, "set_quotas", "remove_quotas"))
			b.Run(fmt.Sprintf("distinct=%v/%d", distinct, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					authz.Migrate(p, new, nil)
				}
			})
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	s := schema(b, "1.3.2")
	for _, n := range sizes {
		p := readBytes(b, s, strict, document(n, false, "register_frameworks"))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				principal := fmt.Sprintf("principal-%06d", i%1100)
				if _, err := p.Decide(authz.Request{Operation: "register_framework", Principal: &principal, Objects: []string{"role-000500"}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
