package load

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// addParameters adds the documents that the parameters of modules hold, and marks the secrets among the others. Which
// keys a release looks at is not asked here: an object stands for a list of one, as it does for many releases.
func (l *loader) addParameters(modules *config.Document) {
	v, err := source.ParseJSON(&modules.Text)
	if err != nil {
		return
	}
	for library := range membersOf(v, "libraries") {
		for module := range membersOf(library, "modules") {
			name, _ := module.Get("name")
			for parameter := range membersOf(module, "parameters") {
				l.addParameter(modules, name, parameter)
			}
		}
	}
}

func (l *loader) addParameter(modules *config.Document, module, parameter source.JSON) {
	key, _ := parameter.Get("key")
	value, found := parameter.Get("value")
	if !found || value.Kind() != source.String {
		return
	}
	kind := config.Unknown
	if l.v.ParameterKind != nil {
		kind = l.v.ParameterKind(module.String(), key.String())
	}
	if kind == config.Unknown {
		if isAuthenticator(module.String()) && !isRealm(key.String()) || redact.IsSecretName(key.String()) {
			redact.MaskScalar(value)
		}
		l.showParameter(module.String(), key.String(), value)
		return
	}
	if kind == config.ACLs && strings.HasPrefix(value.String(), "/") {
		return // read as the value of --acls would be: it is the path of a file
	}
	l.addDocument(&config.Document{
		Kind: kind, Component: modules.Component, Text: value.Content(), Setting: modules.Setting, Node: modules.Node, Inline: true,
		Parameter: &config.Parameter{Module: module.String(), Key: key.String(), Span: module.Span()},
	})
}

// isAuthenticator reports whether a module is called like one that checks passwords. Whatever it is given may be one: up
// to 0.28 a parameter of the HTTP authenticator is a principal with its secret.
func isAuthenticator(module string) bool {
	return strings.Contains(strings.ToLower(module), "authentica")
}

// isRealm reports whether a parameter is the name of a realm, which everybody who is asked for a password is told.
func isRealm(key string) bool { return strings.HasSuffix(key, "realm") }

// membersOf yields the objects under a key, in a list or alone.
func membersOf(v source.JSON, key string) func(yield func(source.JSON) bool) {
	return func(yield func(source.JSON) bool) {
		member, found := v.Get(key)
		switch {
		case !found:
		case member.Kind() == source.Array:
			member.Flatten(yield)
		default:
			yield(member)
		}
	}
}
