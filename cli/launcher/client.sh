# The launcher as a client of its own cloud: files for other clients, the first image and flavors. Everything by HTTP, since
# starting the openstack client takes longer than all of it.

# What every new cloud offers: name, vCPUs, MiB of memory, GiB of disk
readonly -a FIRST_FLAVORS=("m1.tiny 1 128 1" "m1.small 1 256 2" "m1.medium 2 512 5" "m1.large 2 1024 10")
readonly FIRST_IMAGE=mote

# api METHOD URL [CURL ARGUMENT...]: one call as administrator; prints the answer. The token goes by the standard input.
api() {
    local method=$1 url=$2
    shift 2
    [[ -n ${CLOUD_TOKEN:-} ]] || cloud_login
    printf 'X-Auth-Token: %s' "$CLOUD_TOKEN" |
        curl --silent --show-error --fail-with-body --max-time 120 --request "$method" --header @- \
            --header 'Accept: application/json' "$@" "$url"
}

# api_json METHOD URL JSON
api_json() {
    api "$1" "$2" --header 'Content-Type: application/json' --data "$3"
}

# cloud_login: sets CLOUD_TOKEN to a token of the administrator in project admin.
cloud_login() {
    CLOUD_TOKEN=$(cloud_login_body | curl --silent --show-error --fail --max-time 60 --output /dev/null --dump-header - \
        --header 'Content-Type: application/json' --data @- "$(identity_url "$OBLAKO_ADDRESS")/auth/tokens" |
        tr -d '\r' | sed -n 's/^x-subject-token: //Ip')
    [[ -n $CLOUD_TOKEN ]] || refuse "identity gave no token for the administrator" "see ./oblako logs identity"
}

cloud_login_body() {
    jq --null-input --compact-output --rawfile password "$SECRETS/admin-password" '{auth: {
        identity: {methods: ["password"], password: {user: {name: "admin", domain: {id: "default"}, password: $password}}},
        scope: {project: {name: "admin", domain: {id: "default"}}}}}'
}

# cloud_furnish: registers the tiny image and the flavors, once: whoever deletes them later means it.
cloud_furnish() {
    cloud_furnish_flavors
    cloud_furnish_image "$FIRST_IMAGE" "$(image_file tiny)" 64 1
    touch "$STATE/run/furnished"
}

cloud_furnish_flavors() {
    local present flavor name vcpus ram disk
    present=$(api GET "$(compute_url "$OBLAKO_ADDRESS")/flavors?is_public=None" | jq -r '.flavors[].name')
    for flavor in "${FIRST_FLAVORS[@]}"; do
        read -r name vcpus ram disk <<<"$flavor"
        ! grep -qx "$name" <<<"$present" || continue
        api_json POST "$(compute_url "$OBLAKO_ADDRESS")/flavors" \
            "{\"flavor\":{\"name\":\"$name\",\"vcpus\":$vcpus,\"ram\":$ram,\"disk\":$disk}}"
    done
}

# cloud_furnish_image NAME FILE MIN_RAM_MIB MIN_DISK_GIB: a public image; one that an earlier try left unfinished is replaced.
cloud_furnish_image() {
    local images id status
    images=$(image_url "$OBLAKO_ADDRESS")/v2/images
    read -r id status < <(api GET "$images?name=$1&visibility=public" | jq -r '.images[0] // empty | "\(.id) \(.status)"') || true
    [[ ${status:-} != active ]] || return 0
    [[ -z ${id:-} ]] || api DELETE "$images/$id"
    id=$(api_json POST "$images" "{\"name\":\"$1\",\"disk_format\":\"qcow2\",\"container_format\":\"bare\",
        \"visibility\":\"public\",\"min_ram\":$3,\"min_disk\":$4}" | jq -r .id)
    api PUT "$images/$id/file" --header 'Content-Type: application/octet-stream' --header 'Expect:' --upload-file "$2"
}

# client_files: clouds.yaml and openrc, readable by root alone since they hold the administrator's password.
client_files() {
    (umask 077 && clouds_yaml >"$STATE/clouds.yaml" && openrc >"$STATE/openrc")
}

clouds_yaml() {
    cat <<YAML
# For OS_CLIENT_CONFIG_FILE; written by ./oblako up.
clouds:
  oblako:
    auth:
      auth_url: $(identity_url "$OBLAKO_ADDRESS")
      username: admin
      password: $(secret admin-password)
      user_domain_id: default
      project_name: admin
      project_domain_id: default
    region_name: $OBLAKO_REGION
    identity_api_version: "3"
    interface: public
  oblako-system:
    auth:
      auth_url: $(identity_url "$OBLAKO_ADDRESS")
      username: admin
      password: $(secret admin-password)
      user_domain_id: default
      system_scope: all
    region_name: $OBLAKO_REGION
    identity_api_version: "3"
    interface: public
YAML
}

openrc() {
    cat <<RC
# Source it: . $STATE/openrc
export OS_AUTH_URL=$(identity_url "$OBLAKO_ADDRESS")
export OS_USERNAME=admin
export OS_PASSWORD=$(secret admin-password)
export OS_USER_DOMAIN_ID=default
export OS_PROJECT_NAME=admin
export OS_PROJECT_DOMAIN_ID=default
export OS_REGION_NAME=$OBLAKO_REGION
export OS_IDENTITY_API_VERSION=3
export OS_INTERFACE=public
RC
}
