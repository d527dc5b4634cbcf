// Package lazy holds values that are made when somebody first asks for them. They are for variables of packages: the linker
// lays them out, where sync.OnceValue would be called whenever the program starts.
package lazy

import "sync"

// Value is a value that is made once. It must not be copied.
type Value[T any] struct {
	// Make makes it.
	Make func() T

	once  sync.Once
	value T
}

// Get returns the value. It may be called from several goroutines.
func (v *Value[T]) Get() T {
	v.once.Do(func() { v.value = v.Make() })
	return v.value
}

// Keyed is a value of each key, made once. It must not be copied.
type Keyed[K comparable, T any] struct {
	// Make makes the value of a key.
	Make func(K) T

	made sync.Map // K → func() T
}

// Get returns the value of a key. It may be called from several goroutines.
func (v *Keyed[K, T]) Get(key K) T {
	once, ok := v.made.Load(key)
	if !ok {
		once, _ = v.made.LoadOrStore(key, sync.OnceValue(func() T { return v.Make(key) }))
	}
	return once.(func() T)()
}
