package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var dockerConfigUnusable = &lint.Rule{
	Name:  "docker-config/unusable",
	Title: "The Docker configuration keeps the Mesos containerizer from pulling any image",
	Doc: `The Mesos containerizer reads the registries out of --docker_config itself: the object under "auths", or the whole
object if there is no "auths". Every value there must be an object. If one is not (in a file without "auths" this includes
keys like "credsStore"), the agent starts, logs at level INFO that it skips the fetcher for Docker, and cannot pull any
Docker image from then on.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--docker_config={"auths": "registry.example"}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--docker_config={"auths": {}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "docker_config")
		if j == nil {
			return
		}
		eachRegistry(j, func(key, value source.JSON, problems []stout.Problem) {
			report := func(at source.JSON, what string) {
				j.Report(p, lint.Diagnostic{
					Span:    at.Span(),
					Effect:  lint.Changed,
					Message: fmt.Sprintf("%s: %s then pulls no Docker image with the Mesos containerizer", what, j.Who()),
					Subject: key.String(),
					Help:    "write the registries as objects under \"auths\"",
				})
			}
			if value.Kind() != source.Object {
				report(value, fmt.Sprintf("`%s` is %s, not an object", key, resolved.KindWithArticle(value.Kind())))
				return
			}
			for _, problem := range problems {
				if problem.Effect == stout.Fatal {
					report(problem.Value, fmt.Sprintf("`%s` of `%s`: %s", problem.Path, key, problem.Text))
				}
			}
		})
	},
}

var dockerConfigNoAuth = &lint.Rule{
	Name:  "docker-config/no-auth",
	Title: "A registry without credentials that the Mesos containerizer reads",
	Doc: `For a registry in --docker_config the Mesos containerizer reads only "auth", the base64 form of user and password.
It ignores "username", "password", "identitytoken" and credential helpers, and contacts such a registry without credentials.
The Docker containerizer passes the whole file to Docker, which supports them.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--docker_config={"auths": {"registry.example": {"username": "mesos"}}}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--docker_config={"auths": {"registry.example": {"auth": "<base64 of user:password>"}}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "docker_config")
		if j == nil {
			return
		}
		eachRegistry(j, func(key, value source.JSON, _ []stout.Problem) {
			if value.Kind() != source.Object || resolved.HasKey(value, "auth") {
				return
			}
			j.Report(p, lint.Diagnostic{
				Span:    key.Span(),
				Effect:  lint.Advice,
				Message: fmt.Sprintf("`%s` has no `auth`: the Mesos containerizer contacts this registry without credentials", key),
				Subject: key.String(),
				Help:    "add `auth`, unless only the Docker containerizer needs the registry",
			})
		})
	},
}

// eachRegistry calls fn for every registry of a Docker configuration that counts, with the problems of its conversion.
func eachRegistry(j *resolved.Document, fn func(key, value source.JSON, problems []stout.Problem)) {
	registries := j.JSON
	if auths, found := j.JSON.Get("auths"); found {
		if auths.Kind() == source.Null {
			return
		}
		if registries = auths; auths.Kind() != source.Object {
			for key, value := range resolved.EachMember(j.JSON) {
				if value == auths {
					fn(key, value, nil)
				}
			}
			return
		}
	}
	auth, dialect := catalog.Message("docker.spec.Config.Auth", j.Release), catalog.Dialect(j.Release)
	last := map[string]source.JSON{}
	for key, value := range resolved.EachMember(registries) {
		last[key.String()] = value
	}
	for key, value := range resolved.EachMember(registries) {
		if last[key.String()] != value {
			continue
		}
		var problems []stout.Problem
		if value.Kind() == source.Object {
			problems = stout.Convert(value, auth, dialect, nil)
		}
		fn(key, value, problems)
	}
}
