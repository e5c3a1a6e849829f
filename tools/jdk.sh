# Sourced by the launchers: finds a JDK 25 or newer. Shell built-ins where they do, for a process that
# is started takes longer than everything else here.

# Sets release to the version of the JDK in $1, such as 25.0.3+9-LTS; fails unless it is 25 or newer.
is_new_enough() {
  local line major
  release=
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case "$line" in
      JAVA_RUNTIME_VERSION=*) release=${line#*=} ;;
      JAVA_VERSION=*) major=${line#*=} && break ;;
    esac
  done <"$1/release"
  major=${major:-0}
  major=${major#\"}
  major=${major%%[!0-9]*}
  release=${release//\"/}
  [ "${major:-0}" -ge 25 ]
}

# Sets on_path to the home of the java on the PATH, if there is one.
java_on_path() {
  local directories directory
  on_path=
  IFS=: read -r -a directories <<<"$PATH"
  for directory in "${directories[@]}"; do
    if [ -x "$directory/java" ] && [ ! -d "$directory/java" ]; then
      on_path=$directory/java
      [ ! -L "$on_path" ] || on_path=$(readlink -f "$on_path")
      on_path=${on_path%/*}
      on_path=${on_path%/*}
      return
    fi
  done
}

# Sets jdk and release: the first JDK 25 or newer among JAVA_HOME, the java on the PATH and the usual
# places.
find_jdk() {
  if is_new_enough "${JAVA_HOME:-}"; then
    jdk=$JAVA_HOME
    return
  fi
  java_on_path
  for jdk in "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_new_enough "$jdk"; then
      return
    fi
  done
  echo "a JDK 25 or newer is needed, and none was found; install one (for example Eclipse Temurin 25) or set JAVA_HOME" >&2
  return 1
}

# Builds module $2 of the repository $1 unless the jar $3 is newer than every source. Of a build that
# found nothing to change in the jar, a file beside it keeps the time: the jar's own is part of what the
# class archive is valid for.
build_if_stale() {
  local log built=$3
  [ ! "$3.built" -nt "$3" ] || built=$3.built
  if [ -f "$3" ] && [ -z "$(find "$1/pom.xml" "$1"/*/pom.xml "$1"/*/src/main -type f -newer "$built" -print -quit 2>/dev/null)" ]; then
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
  : >"$3.built"
  rm -f "$log"
}
