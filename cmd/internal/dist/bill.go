package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"
)

// bom is a bill of materials of CycloneDX 1.5, as far as it is known: what the toolchain wrote into the program.
type bom struct {
	Format      string      `json:"bomFormat"`
	SpecVersion string      `json:"specVersion"`
	Version     int         `json:"version"`
	Metadata    bomMetadata `json:"metadata"`
	Components  []component `json:"components"`
	// Dependencies say only that the program needs each: what needs what of them the program does not say.
	Dependencies []dependency `json:"dependencies"`
}

type bomMetadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type       string      `json:"type"`
	Ref        string      `json:"bom-ref"`
	Name       string      `json:"name"`
	Version    string      `json:"version,omitempty"`
	PURL       string      `json:"purl,omitempty"`
	Hashes     []bomHash   `json:"hashes,omitempty"`
	Licenses   []licence   `json:"licenses,omitempty"`
	Properties []bomDetail `json:"properties,omitempty"`
}

type bomHash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type licence struct {
	License struct {
		ID string `json:"id"`
	} `json:"license"`
}

// bomDetail is a property that CycloneDX has no word for.
type bomDetail struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

// bill writes the bill of materials of a program beside its archive.
func (r release) bill(t target, program string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	b := billOf(info, r, t)
	b.Metadata.Component.Hashes = []bomHash{{"SHA-256", fmt.Sprintf("%x", sha256.Sum256(data))}}
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(r.file(t, ".cdx.json"), append(text, '\n'), 0o644)
}

// billOf lists the program, the standard library and the modules that are in it.
func billOf(info *debug.BuildInfo, r release, t target) bom {
	ours := module("application", info.Main.Path, "v"+r.version)
	ours.Licenses = make([]licence, 1)
	ours.Licenses[0].License.ID = "Apache-2.0"
	ours.Properties = []bomDetail{{"mesoslint:commit", r.commit}, {"mesoslint:platform", t.String()}}
	b := bom{
		Format: "CycloneDX", SpecVersion: "1.5", Version: 1,
		Metadata:   bomMetadata{r.time.Format(time.RFC3339), ours},
		Components: []component{module("library", "std", strings.TrimPrefix(info.GoVersion, "go"))},
	}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		c := module("library", m.Path, m.Version)
		if m.Sum != "" {
			c.Properties = []bomDetail{{"go:sum", m.Sum}} // a hash of names and hashes, and of no file
		}
		b.Components = append(b.Components, c)
	}
	needs := dependency{Ref: ours.Ref}
	for _, c := range b.Components {
		needs.DependsOn = append(needs.DependsOn, c.Ref)
	}
	b.Dependencies = []dependency{needs}
	return b
}

// module describes a module of Go by its package URL.
func module(kind, path, version string) component {
	purl := "pkg:golang/" + strings.ReplaceAll(path, "+", "%2B") + "@" + strings.ReplaceAll(version, "+", "%2B")
	return component{Type: kind, Ref: purl, Name: path, Version: version, PURL: purl}
}
