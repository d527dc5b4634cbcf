package catalog

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Image is what a public container image brings to those who start a container of it.
type Image struct {
	// Image is its name without the tag, the registry in front if that is not Docker Hub.
	Image string `json:"image"`
	// Component is the daemon it is for; AnyComponent if that is up to the command.
	Component config.Component `json:"component"`
	// Package is set if Mesos is in it, and its tag says which release.
	Package bool `json:"package"`
	// Tags are the releases that its tags name of which this is so; nil for every tag.
	Tags release.Ranges `json:"tags"`
	// Latest is the release of the tag "latest"; nil if that is not known.
	Latest *release.Release `json:"latest"`
	// Behind stands before the release in its tags; "" if the tags begin with it.
	Behind string `json:"behind"`
	// Entrypoint and Command are its ENTRYPOINT and CMD.
	Entrypoint []string `json:"entrypoint"`
	Command    []string `json:"command"`
	// HandsOn is set if the entrypoint runs the words after it as they are.
	HandsOn bool `json:"hands_on"`
	// Environment is its ENV, NAME=value; Sometimes that of which only some builds of a tag have it.
	Environment []string `json:"environment"`
	Sometimes   []string `json:"sometimes"`
	// Exports are what its entrypoint exports.
	Exports []ImageExport `json:"exports"`
	// Open says what else it may bring; "" if this is all.
	Open string `json:"open"`
	// Sources are the places this was read from: repository, commit or release, path:line. Upstream of Mesos has no say in
	// most of them.
	Sources []string `json:"sources"`
}

// ImageExport is what an entrypoint exports if the environment holds a variable.
type ImageExport struct {
	If string `json:"if"`
	// Variables are written NAME=value.
	Variables []string `json:"variables"`
}

// Images returns the images that are known, by name and tag.
func Images() []*Image { return imageData }

// ImageOf returns what is known of an image by its name, as Image.Image writes it, and its tag, "" for none; nil if
// nothing is.
func ImageOf(name, tag string) *Image {
	for _, image := range imageData {
		if image.Image != name {
			continue
		}
		if image.Tags == nil {
			return image
		}
		if r, found := image.release(tag); found && image.Tags.Contains(r) {
			return image
		}
	}
	return nil
}

// ImageRelease returns the release of Mesos in an image that is known, as far as its tag says it. The tag of another image
// says nothing: its owner may count as they like.
func ImageRelease(name, tag string) (r release.Release, found bool) {
	image := ImageOf(name, tag)
	if image == nil || !image.Package {
		return release.Release{}, false
	}
	return image.release(tag)
}

// release returns the release that a tag names.
func (i *Image) release(tag string) (release.Release, bool) {
	if tag == "" || tag == "latest" {
		if i.Latest == nil {
			return release.Release{}, false
		}
		return *i.Latest, true
	}
	if i.Behind != "" {
		_, tag, _ = strings.Cut(tag, i.Behind)
		tag, _, _ = strings.Cut(tag, "_")
	}
	core, _, _ := strings.Cut(tag, "-")
	r, err := Releases().Resolve(core)
	return r, err == nil
}
