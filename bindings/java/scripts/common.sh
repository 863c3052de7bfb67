# What the Java scripts share. Sourced, not run.
# shellcheck shell=bash

source "$(dirname "${BASH_SOURCE[0]}")/../../../ci/lib.sh"

# The JDK that builds: any from 17 on writes class files for Java 8.
need_apt openjdk-17-jdk-headless maven
for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/java-17-openjdk-*; do
    [ -x "$home/bin/javac" ] && JAVA_HOME=$home && break
done
export JAVA_HOME
MAVEN=(mvn --batch-mode --quiet --no-transfer-progress)

# Every JDK or JRE of this machine, one line each, links to the same one left out.
java_homes() {
    local home
    for home in "$JAVA_HOME" /usr/lib/jvm/*; do
        [ -x "$home/bin/java" ] && readlink -f "$home"
    done | awk '!seen[$0]++'
}

# java_version HOME: 8, 11, 17, …
java_version() {
    "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = \(1\.\)\{0,1\}//p'
}
