// Package resolved is the floor the rules stand on: what one release of Mesos makes of a node, a setting, a value or a
// document. It asks package catalog for the facts and the packages below lint/mesos for what Mesos' own code does with
// them, and judges nothing: a rule looks at what a release has made of the configuration and says whether that is good.
//
// A rule starts from Of, which returns a Daemon: every flag that is given with its parsed value, and for every flag how
// much is known about it. DocumentOf, ACLsOn and CredentialsOn do the same for the files that flags name; StartChecks run
// checks of the daemon's start. All of them keep what they read for the other rules of the run. The rest is what many
// rules need to say what they found: words, the release since which it holds, and the edits of a fix.
package resolved
