# How a JVM of the cloud is started: small heap, and an ahead-of-time cache (JEP 483, 514) when one was trained.

# java_command HEAP_MIB CACHE_FILE: sets JAVA_COMMAND. While TRAINING=yes the process writes CACHE_FILE when it ends.
java_command() {
    JAVA_COMMAND=("$JAVA" "-Xmx${1}m" "${JVM_OPTIONS[@]}" -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow "-Xlog:aot*=error")
    if [[ ${TRAINING:-no} == yes ]]; then
        JAVA_COMMAND+=("-XX:AOTCacheOutput=$2.new")
    elif [[ -s $2 ]]; then
        JAVA_COMMAND+=("-XX:AOTCache=$2")
    fi
}

# java_trained CACHE_FILE: keeps the cache that a trained process has left; without one the next start is only slower.
java_trained() {
    if [[ -s $1.new ]]; then
        mv "$1.new" "$1"
    else
        echo "no cache was written to $1"
    fi
}

# capless COMMAND...: COMMAND as root without any capability and without ways to get one.
readonly -a CAPLESS=(setpriv --inh-caps=-all --bounding-set=-all --no-new-privs --)

# maven FOLDER ARGUMENT...: runs Maven quietly in FOLDER with the JDK found.
maven() {
    local folder=$1
    shift
    (cd "$folder" && mvn --batch-mode --quiet --no-transfer-progress "$@")
}

readonly DEPENDENCY_PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.9.0

# pom_version FILE ARTIFACT -> the version that FILE names for it
pom_version() {
    sed -n "/<artifactId>$2</{n;s/.*<version>\(.*\)<\/version>.*/\1/p}" "$1"
}

