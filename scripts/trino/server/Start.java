/** Starts Trino's server, whose launcher is not published as a package. */
public class Start {
    public static void main(String[] arguments) {
        new io.trino.server.Server().start(arguments[0]);
    }
}
