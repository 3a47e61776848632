import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.execution.QueryIdGenerator;
import io.trino.metadata.SessionPropertyManager;
import io.trino.spi.security.Identity;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.spi.type.Type;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs each case of a file on Trino's own engine and writes its answer as a line of JSON. */
public final class Recorder {
    private Recorder() {}

    public static void main(String[] arguments) throws Exception {
        Session session = Session.builder(new SessionPropertyManager())
                .setQueryId(new QueryIdGenerator().createNextQueryId())
                .setIdentity(Identity.ofUser("recorder"))
                .setOriginalIdentity(Identity.ofUser("recorder"))
                .setSource("recorder")
                .setTimeZoneKey(TimeZoneKey.UTC_KEY)
                .setLocale(Locale.ENGLISH)
                .setStart(Instant.parse("2023-11-15T12:00:00Z"))
                .build();
        ObjectMapper json = new ObjectMapper();
        json.getFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
        String table = Files.readString(Path.of(arguments[0])).trim();
        try (LocalQueryRunner runner = LocalQueryRunner.create(session);
                BufferedReader cases = Files.newBufferedReader(Path.of(arguments[1]));
                BufferedWriter answers = Files.newBufferedWriter(Path.of(arguments[2]))) {
            String line;
            while ((line = cases.readLine()) != null) {
                if (line.isBlank() || line.startsWith("--")) {
                    continue;
                }
                answers.write(json.writeValueAsString(answer(runner, table, line)));
                answers.newLine();
            }
        }
        System.exit(0);
    }

    /** A case is an expression, or a query over the table "logs" if it begins with SELECT or WITH. */
    private static Map<String, Object> answer(LocalQueryRunner runner, String table, String sql) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("sql", sql);
        try {
            MaterializedResult result = runner.execute(statement(table, sql));
            List<String> types = new ArrayList<>();
            for (Type type : result.getTypes()) {
                types.add(type.getDisplayName());
            }
            List<Object> rows = new ArrayList<>();
            for (MaterializedRow row : result.getMaterializedRows()) {
                rows.add(neutral(row.getFields()));
            }
            answer.put("columns", result.getColumnNames());
            answer.put("types", types);
            answer.put("rows", rows);
        } catch (Throwable problem) {
            answer.put("error", String.valueOf(problem.getMessage()));
        }
        return answer;
    }

    private static String statement(String table, String sql) {
        String start = sql.stripLeading().toUpperCase(Locale.ROOT);
        if (start.startsWith("WITH ")) {
            return "WITH " + table + ", " + sql.stripLeading().substring(5);
        }
        if (start.startsWith("SELECT ")) {
            return "WITH " + table + " " + sql;
        }
        return "SELECT " + sql;
    }

    /** Values that JSON can hold; times in ISO 8601 with their zone's offset, bytes in hexadecimal. */
    private static Object neutral(Object value) {
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(neutral(element)));
            return copy;
        }
        if (value instanceof MaterializedRow row) {
            return neutral(row.getFields());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new TreeMap<>();
            map.forEach((key, element) -> copy.put(String.valueOf(neutral(key)), neutral(element)));
            return copy;
        }
        if (value instanceof ZonedDateTime time) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
        }
        if (value instanceof LocalDateTime time) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value == null || value instanceof Boolean || value instanceof Number && !isSpecial((Number) value)) {
            return value;
        }
        return value.toString();
    }

    private static boolean isSpecial(Number number) {
        return Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue());
    }
}
