// Package authz knows the semantics of the local authorizer: how it reads a policy, what it decides, and whether two
// policies decide alike. What differs between releases is a Schema, whose values come from the catalogue; no release
// and no action is named here.
//
// # Exact answers over classes
//
// A policy names finitely many principals and objects, so infinitely many requests fall into finitely many classes
// (universe.go): one for each name, one for any other name, one for a request without a name, and for a pattern "a/%"
// one for what is below "a" and not named. Requests of the same classes are decided alike. What is computed over all
// classes therefore holds for all requests, and nothing is sampled.
//
// # The algorithms and their bounds
//
// Below, L is the number of names that the entries of a policy list, P and N are the numbers of classes of principals and
// of objects, and d is the depth of nested patterns, 1 if there are none.
//
//   - Reading (read.go, take.go, policy.go): one pass; entries of the usual shape are taken without being led through. A policy
//     holds offsets in the file and not copies, 24 bytes an entry and 4 a value.
//   - Numbering names (names.go): an open-addressing hash table, a list for few; O(L) expected.
//   - The chain of an operation (chain.go): the entries that a request can match, in the order they are tried, up to the
//     first that matches every request. O(L).
//   - The tree of objects (axis in universe.go): each object stands below the longest pattern that covers it, found by
//     looking up its prefixes; the classes of a pattern are one range of the depth-first order. O(N·d).
//   - The index of a chain (index in chain.go): for each principal the positions of the entries that list it, laid out
//     as a compressed sparse row, and the first entry that decides whatever the object is; for each object the first
//     entry for everyone that lists it or a pattern above it. O(L + N log N).
//   - Decide (decide.go): the index of the operation is made once. Then a principal with many entries costs d lookups in
//     a hash table of (principal, object) pairs; one with few, or any if the table would pass four million pairs, costs a
//     search in each of its entries up to the first that matches. A request for several objects at once tries the whole
//     chain.
//   - Compare (compare.go) splits the P·N pairs of classes in two, after principals that the same entries of both sides
//     name are made one group by a hash of their rows:
//     Pairs that an entry names (namedpairs.go, principalindex.go) are decided one by one. Entries that are equal on both
//     sides before the first change and after the last are recognised by a fingerprint and skipped, if the rest is alike.
//     There are as many pairs as the entries spell out, for each group, a pattern counting for each class below it.
//     Pairs that no entry names (matchclasses.go) depend on two positions only: the first match of the principal, and the
//     first entry for everyone that names the object. Principals and objects with equal positions are one class, and
//     every pair of such classes is one question. If both sides end alike for a principal, only the classes that
//     differ are visited: they are the points in three quadrants of a plane, reported by a priority search tree
//     (prioritysearchtree.go) in O(log N + k) for k points. If they end differently, nearly all differ, and all are
//     visited.
//     Differences are kept as blocks, sets of principals by sets of objects that differ alike; sets share their lists
//     (nodeset.go, principalset.go), so a block costs what makes it differ from the others. At most 2^18 blocks are kept,
//     and the counts stay exact beyond that.
//     Lists that hold the same entries and are read alike are not compared if only the differences are wanted, and of small
//     policies (few.go) every request is tried, which takes less time than an index.
//   - Operations whose object is of another kind on the new release are compared row by row (rows.go): a row is one
//     decision for every object not named and the classes decided otherwise. O(L) for all groups besides the patterns.
//   - Table (table.go): groups with equal rows, found by hash, are one row of the answer. O(L + P + N log N).
//   - Unreachable (unreachable.go): a set of hashes tells of nearly every entry that it decides something (reached.go): it names
//     a principal and an object that none before it names together, nor one for everyone. The others are looked at together
//     with the entries for everyone and those of the same principals; if the entries spell out many more pairs than names, all
//     are. Of these each pair that an entry names is decided once: an entry is unreachable if none of its pairs is decided by
//     it, and those that decide them instead are the answer. Principals with the same entries count once.
//   - Migrate (rewrite.go): at most seven candidates for a list, each compared with the old policy by Compare; the first
//     that changes nothing is taken, else the largest that allows nothing new.
package authz
