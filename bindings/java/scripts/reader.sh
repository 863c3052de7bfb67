# For ci/checks/readmes/test, which sources it: the package as a reader finds it. Sourced, not run.
# shellcheck shell=bash
source "$ROOT/bindings/java/scripts/common.sh"
deliver java
repository=$CACHE/readmes/maven
artifact=$repository/io/usersig/usersig/$VERSION
rm -rf "$artifact" && mkdir -p "$artifact"
cp "$CLONE"/dist/java/usersig-"$VERSION".{jar,pom} "$artifact/"
export MAVEN_OPTS="-Dmaven.repo.local=$repository" PATH="$JAVA_HOME/bin:$PATH"
