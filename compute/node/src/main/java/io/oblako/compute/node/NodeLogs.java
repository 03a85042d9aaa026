package io.oblako.compute.node;

import io.oblako.kernel.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Log lines on standard error: text for people, or one JSON document a line; request and project id in both. */
final class NodeLogs {

    private NodeLogs() {}

    /** Tells the JVM which log manager to take. Must run before anything logs. */
    static void choose() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    }

    static void configure(boolean json) {
        Logger root = Logger.getLogger("");
        for (Handler old : root.getHandlers()) {
            root.removeHandler(old);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        handler.setFormatter(json ? new JsonLines() : new TextLines());
        root.addHandler(handler);
        root.setLevel(Level.INFO);
        Logger.getLogger("org.apache.kafka").setLevel(Level.WARNING);
    }

    private static Map<String, String> context(LogRecord record) {
        return record instanceof ExtLogRecord extended ? extended.getMdcCopy() : Map.of();
    }

    /** The log manager's own formatters use it as well; the plain one does not know printf. */
    @SuppressWarnings("deprecation")
    private static String message(Formatter formatter, LogRecord record) {
        return record instanceof ExtLogRecord extended
                ? extended.getFormattedMessage()
                : formatter.formatMessage(record);
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static Instant time(LogRecord record) {
        return record.getInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static final class TextLines extends Formatter {
        @Override
        public String format(LogRecord record) {
            Map<String, String> context = context(record);
            String line = "%s %-5s %s %s%s%n"
                    .formatted(
                            time(record),
                            record.getLevel().getName(),
                            shortName(record.getLoggerName()),
                            message(this, record),
                            context.isEmpty() ? "" : " " + context);
            return record.getThrown() == null ? line : line + trace(record.getThrown());
        }

        private static String shortName(String logger) {
            return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
        }
    }

    private static final class JsonLines extends Formatter {
        @Override
        public String format(LogRecord record) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("timestamp", time(record).toString());
            line.put("level", record.getLevel().getName());
            line.put("logger", record.getLoggerName());
            line.put("message", message(this, record));
            line.putAll(context(record));
            if (record.getThrown() != null) {
                line.put("exception", trace(record.getThrown()));
            }
            return Json.text(line) + "\n";
        }
    }
}
