# shellcheck shell=bash
# What ./seir does for Flink in addition to what it does for every room.
# command flink-cluster      Start, stop or find a local Flink cluster of separate processes.

# Keeps the job jar, and the jars that a cluster's processes run on, next to the client's jars.
arrange() {
  mkdir "$1/job" && mv "$target"/seir-flink-*-job.jar "$1/job/"
  mv "$target/cluster" "$target/flink-lib" "$1/"
}

# Tells the command where to find them.
room_options() {
  java_options=("-Dseir.flink=$1" "-Dseir.flink.dir=$target/local" "-Dseir.job.jar=$(echo "$1"/job/*.jar)")
}
