# Kafka: one process, broker and controller, data in $STATE/kafka. Listens on the loopback address for the services and, once
# the bridge of the hosts exists, there too.

kafka_home() {
    echo "$CACHE/kafka-$(pom_version "$LAUNCHER/engines/kafka/pom.xml" kafka_2.13)"
}

kafka_build() {
    local home
    home=$(kafka_home)
    [[ ! -d $home/libs ]] || return 0
    rm -rf "$home.new"
    mkdir -p "$home.new"
    cp "$LAUNCHER/engines/kafka/pom.xml" "$home.new/"
    maven "$home.new" "$DEPENDENCY_PLUGIN:copy-dependencies" -DoutputDirectory=libs
    mv "$home.new" "$home"
}

kafka_cache() {
    echo "$(kafka_home)/jdk-$JDK_VERSION.aot"
}

kafka_configure() {
    local listeners=SERVICES://127.0.0.1:$OBLAKO_KAFKA_PORT
    ! bridge_exists || listeners+=,HOSTS://$(bridge_address):$OBLAKO_KAFKA_HOSTS_PORT
    mkdir -p "$STATE/kafka"
    sed -e "s|@LISTENERS@|$listeners|" -e "s|@CONTROLLER_PORT@|$OBLAKO_KAFKA_CONTROLLER_PORT|" \
        -e "s|@DATA@|$STATE/kafka/data|" "$LAUNCHER/engines/kafka/server.properties" >"$STATE/kafka/server.properties"
}

# kafka_launch: formats the data folder at first and starts the broker.
kafka_launch() {
    local home
    home=$(kafka_home)
    kafka_configure
    if [[ ! -e $STATE/kafka/data/meta.properties ]]; then
        "$JAVA" -Xmx64m "${JVM_OPTIONS[@]}" -cp "$home/libs/*" kafka.tools.StorageTool format \
            --cluster-id "$(head -c 16 /dev/urandom | base64 | tr '+/' 'Aa' | tr -d '=')" --config "$STATE/kafka/server.properties"
    fi
    java_command "$OBLAKO_KAFKA_HEAP_MIB" "$(kafka_cache)"
    process_start kafka "${CAPLESS[@]}" "${JAVA_COMMAND[@]}" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        -Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd\'T\'HH:mm:ss.SSSX \
        -cp "$home/libs/*" kafka.Kafka "$STATE/kafka/server.properties"
}

kafka_ready() {
    port_answers 127.0.0.1 "$OBLAKO_KAFKA_PORT"
}
