// Command mesoslint lints the configuration of Apache Mesos clusters.
package main

func main() {}
