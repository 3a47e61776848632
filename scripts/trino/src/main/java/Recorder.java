import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.execution.QueryIdGenerator;
import io.trino.metadata.SessionPropertyManager;
import io.trino.plugin.memory.MemoryConnectorFactory;
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
                .setCatalog("memory")
                .setSchema("default")
                .setStart(Instant.parse("2023-11-15T12:00:00Z"))
                .build();
        ObjectMapper json = new ObjectMapper();
        json.getFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
        String table = Files.readString(Path.of(arguments[0])).trim();
        try (LocalQueryRunner runner = LocalQueryRunner.create(session);
                BufferedReader cases = Files.newBufferedReader(Path.of(arguments[1]));
                BufferedWriter answers = Files.newBufferedWriter(Path.of(arguments[2]))) {
            runner.createCatalog("memory", new MemoryConnectorFactory(), Map.of());
            runner.execute("CREATE TABLE logs AS WITH " + table + " SELECT * FROM logs");
            List<String> batch = new ArrayList<>();
            String line;
            while ((line = cases.readLine()) != null) {
                if (line.isBlank() || line.startsWith("--")) {
                    continue;
                }
                if (!batch.isEmpty() && (batch.size() == MOST_IN_BATCH || !isBatched(line))) {
                    write(json, answers, batch(runner, batch));
                    batch.clear();
                }
                if (isBatched(line)) {
                    batch.add(line);
                } else {
                    write(json, answers, List.of(answer(runner, line)));
                }
            }
            write(json, answers, batch(runner, batch));
        }
        System.exit(0);
    }

    private static final int MOST_IN_BATCH = 12;
    private static final String BATCH_START = "SELECT eventid, ";
    private static final String BATCH_END = " FROM logs ORDER BY eventid";

    private static void write(ObjectMapper json, BufferedWriter out, List<Map<String, Object>> answers) throws Exception {
        for (Map<String, Object> answer : answers) {
            out.write(json.writeValueAsString(answer));
            out.newLine();
        }
        out.flush();
    }

    /** Generated queries of one expression run together, since planning costs more than running. */
    private static boolean isBatched(String sql) {
        return sql.startsWith(BATCH_START) && sql.endsWith(BATCH_END);
    }

    private static List<Map<String, Object>> batch(LocalQueryRunner runner, List<String> batch) {
        if (batch.size() < 2) {
            List<Map<String, Object>> answers = new ArrayList<>();
            batch.forEach(sql -> answers.add(answer(runner, sql)));
            return answers;
        }
        StringBuilder list = new StringBuilder();
        for (String sql : batch) {
            list.append(list.isEmpty() ? "" : ", ").append(sql, BATCH_START.length(), sql.length() - BATCH_END.length());
        }
        Map<String, Object> together = answer(runner, BATCH_START + list + BATCH_END);
        if (together.get("types") instanceof List<?> types && types.size() == batch.size() + 1) {
            return split(batch, together);
        }
        List<Map<String, Object>> answers = new ArrayList<>(batch(runner, batch.subList(0, batch.size() / 2)));
        answers.addAll(batch(runner, batch.subList(batch.size() / 2, batch.size())));
        return answers;
    }

    private static List<Map<String, Object>> split(List<String> batch, Map<String, Object> together) {
        List<Map<String, Object>> answers = new ArrayList<>();
        List<?> names = (List<?>) together.get("columns");
        List<?> types = (List<?>) together.get("types");
        for (int i = 0; i < batch.size(); i++) {
            int column = i + 1;
            Object name = names.get(column).equals("_col" + column) ? "_col1" : names.get(column);
            List<Object> rows = new ArrayList<>();
            for (Object row : (List<?>) together.get("rows")) {
                List<?> fields = (List<?>) row;
                List<Object> pair = new ArrayList<>();
                pair.add(fields.get(0));
                pair.add(fields.get(column));
                rows.add(pair);
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("sql", batch.get(i));
            answer.put("columns", List.of(names.get(0), name));
            answer.put("types", List.of(types.get(0), types.get(column)));
            answer.put("rows", rows);
            answers.add(answer);
        }
        return answers;
    }

    /** A case is an expression, or a query over the table "logs" if it begins with SELECT or WITH. */
    private static Map<String, Object> answer(LocalQueryRunner runner, String sql) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("sql", sql);
        try {
            MaterializedResult result = runner.execute(statement(sql));
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

    private static String statement(String sql) {
        String start = sql.stripLeading().toUpperCase(Locale.ROOT);
        if (start.startsWith("WITH ") || start.startsWith("SELECT ")) {
            return sql;
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
