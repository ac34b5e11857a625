import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** A Neo4j Community server for tests: Bolt on one loopback port. Arguments: home folder, port, neo4j.conf. */
public class Neo4jServer {
    public static void main(String[] arguments) throws Exception {
        var password = System.getenv("REFORMGRAPH_TEST_NEO4J_PASSWORD");
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
        var fresh = Files.notExists(Path.of(arguments[0], "data/databases/system"));
        var server = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
            .loadPropertiesFromFile(Path.of(arguments[2]))
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address)
            .build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        // A new server insists on another password than the well-known first one.
        if (fresh) {
            server.database("system").executeTransactionally(
                "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
