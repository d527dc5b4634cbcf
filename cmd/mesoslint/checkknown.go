package main

import (
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/load"
)

// machines returns the machines that the configuration file describes.
func (f *projectFile) machines() []load.Machine {
	var out []load.Machine
	for _, m := range f.Machines {
		given := load.Machine{Name: m.Name.Text, Component: m.Component, Complete: m.Complete, Within: f.tree, At: m.Name.At}
		for _, file := range m.Files {
			given.Files = append(given.Files, load.MachineFile{Path: f.abs(file.Path.Text), At: file.At, As: file.As})
		}
		out = append(out, given)
	}
	return out
}

// addTo adds what the configuration file knows to what was loaded, and takes the file itself out, which holds words of Mesos.
func (f *projectFile) addTo(loaded *config.Config) {
	if f == nil {
		return
	}
	loaded.Modules = f.modules()
	loaded.Unread = slices.DeleteFunc(loaded.Unread, func(u config.Unread) bool { return u.Path == f.name })
}

// modules returns the modules that the configuration file knows.
func (f *projectFile) modules() []config.Module {
	var out []config.Module
	for _, m := range f.Modules {
		out = append(out, config.Module{Name: m.Name.Text, Kind: m.Kind})
	}
	return out
}

// image returns what the configuration file knows of an image, and else what others do.
func (f *projectFile) image(others func(docker.Reference) (docker.Known, bool)) func(docker.Reference) (docker.Known, bool) {
	return func(r docker.Reference) (docker.Known, bool) {
		for _, i := range f.Images {
			tag := r.Tag
			if tag == "" {
				tag = "latest"
			}
			if docker.ParseReference(i.Name.Text).Repository() != r.Repository() || i.Tag != "" && !doublestar.MatchUnvalidated(i.Tag, tag) {
				continue
			}
			known := docker.Known{Command: i.Command, Environment: i.Environment}
			if i.Component != config.AnyComponent {
				known.Entrypoint = append([]string{"mesos-" + i.Component.String()}, i.Flags...)
			}
			return known, true
		}
		return others(r)
	}
}
