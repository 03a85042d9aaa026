package io.oblako.compute.persistence;

import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerQuery;
import io.oblako.compute.domain.server.Servers;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Servers in PostgreSQL. A list is one statement, and one more for whether the marker exists. */
@ApplicationScoped
public class PostgresServers implements Servers {

    private static final int MOST_ON_A_HOST = 1000;
    private static final int MOST_WITH_PORTS = 1000;
    /** A tenant's pattern must not keep the database busy. */
    private static final int PATTERN_SECONDS = 3;

    private final Sql sql;
    private final ServerMapping mapping = new ServerMapping();

    PostgresServers(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public Optional<Server> find(UUID id) {
        return sql.one("select * from server where id = ?", to -> to.id(id), mapping::read);
    }

    @Override
    public Page<Server> page(ServerQuery query, PageRequest request) {
        UUID marker = marker(request.marker());
        ServerListStatement statement = new ServerListStatement(query, request.sort()).after(marker);
        String text = statement.text(request.limit() + 1);
        List<Server> rows = query.hasPatterns()
                ? sql.queryWithin(PATTERN_SECONDS, text, statement.binds(), mapping::read)
                : sql.query(text, statement.binds(), mapping::read);
        return Page.ofOneMore(rows, request.limit());
    }

    private @Nullable UUID marker(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return sql.one(
                        "select id from server where id::text = ?",
                        to -> to.text(text),
                        row -> row.getObject("id", UUID.class))
                .orElseThrow(() -> CloudException.badRequest("marker [%s] not found".formatted(text)));
    }

    @Override
    public List<Server> onHost(String node) {
        return sql.query(
                "select * from server where node = ? and vm_state <> 'DELETED' order by id limit " + MOST_ON_A_HOST,
                to -> to.text(node),
                mapping::read);
    }

    @Override
    public List<Server> withPorts(Collection<UUID> ports) {
        // The expression is that of the index server_of_port.
        return sql.query(
                "select * from server where jsonb_path_query_array(nics::jsonb, '$[*].port') ??| ?"
                        + " and vm_state <> 'DELETED' limit " + MOST_WITH_PORTS,
                to -> to.texts(ports.stream().map(UUID::toString).toList()),
                mapping::read);
    }

    @Override
    public void add(List<Server> servers) {
        servers.forEach(server -> sql.update(ServerMapping.INSERT, to -> ServerMapping.bindNew(to, server)));
    }

    @Override
    public boolean save(Server changed) {
        return sql.update(ServerMapping.UPDATE, to -> ServerMapping.bindChange(to, changed)) == 1;
    }

    /** Forgets servers deleted before then, with their history; at most the given number. Says how many. */
    public int forget(Instant before, int atMost) {
        List<UUID> gone = sql.query(
                "delete from server where id in (select s.id from server s where s.deleted_at < ? and not exists"
                        + " (select from allocation a where a.server_id = s.id) limit ?) returning id",
                to -> to.time(before).number((long) atMost),
                row -> row.getObject("id", UUID.class));
        sql.update("delete from instance_action where server_id = any(?)", to -> to.ids(gone));
        sql.update("delete from placement_explanation where server_id = any(?)", to -> to.ids(gone));
        return gone.size();
    }
}
