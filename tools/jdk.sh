# Sourced by the launchers: finds a JDK 25 or newer.

# The major version of the JDK in $1, 0 if there is none.
jdk_major() {
  local version
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || { echo 0; return; }
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${version:-0}"
}

# The first JDK 25 or newer among JAVA_HOME, the java on the PATH and the usual places.
find_jdk() {
  local candidate java
  java=$(command -v java 2>/dev/null)
  for candidate in "${JAVA_HOME:-}" "${java:+$(dirname "$(dirname "$(readlink -f "$java")")")}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && [ "$(jdk_major "$candidate")" -ge 25 ]; then
      echo "$candidate"
      return
    fi
  done
  echo "a JDK 25 or newer is needed, and none was found; install one (for example Eclipse Temurin 25) or set JAVA_HOME" >&2
  return 1
}

# Builds module $2 of the repository $1 unless the jar $3 is newer than every source.
build_if_stale() {
  local log
  if [ -f "$3" ] && [ -z "$(find "$1" -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$3" -print -quit 2>/dev/null)" ]; then
    return
  fi
  if ! command -v mvn >/dev/null 2>&1; then
    echo "must be built once, which needs Maven, and there is no mvn on the PATH" >&2
    return 1
  fi
  echo "building, this happens once" >&2
  log=$(mktemp)
  if ! (cd "$1" && JAVA_HOME=${JAVA_HOME:-$jdk} mvn -q -B -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -pl "$2" -am package) >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    echo "the build failed" >&2
    return 1
  fi
  touch "$3" # Maven leaves it as it is where nothing that is in it has changed.
  rm -f "$log"
}
