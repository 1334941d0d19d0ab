package dev.loam.docs;

import dev.loam.docs.Example.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The few things that our pages ask of `curl`. What is not understood here fails, so that no
/// example goes untried.
final class CurlCommand {
    private String method;
    private String url;
    private final List<String[]> headers = new ArrayList<>();
    private final List<String> data = new ArrayList<>();
    private boolean inQuery;

    private CurlCommand() {
    }

    /// Every `curl` command of a piece of shell; other commands are passed over.
    static List<Request> allIn(String shell) {
        List<Request> all = new ArrayList<>();
        for (String line : shell.replace("\\\n", " ").split("\n")) {
            String command = line.strip();
            if (command.startsWith("curl ")) {
                all.add(new CurlCommand().read(words(command)));
            }
        }
        return all;
    }

    private Request read(List<String> words) {
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            switch (word) {
                case "-s", "-i", "-g", "-si", "-sg", "-gi" -> { }
                case "-I", "--head" -> method = "HEAD";
                case "-X" -> method = words.get(++at);
                case "-H" -> headers.add(words.get(++at).split(": ?", 2));
                case "-d" -> data.add(words.get(++at));
                case "-G" -> inQuery = true;
                case "--data-urlencode" -> data.add(encoded(words.get(++at)));
                default -> {
                    if (word.startsWith("-") || url != null) {
                        throw new IllegalArgumentException("curl with " + word);
                    }
                    url = word;
                }
            }
        }
        return request();
    }

    private Request request() {
        String joined = String.join("&", data);
        if (inQuery && !data.isEmpty()) {
            url += (url.indexOf('?') < 0 ? "?" : "&") + joined;
            joined = "";
        }
        if (method == null) {
            method = joined.isEmpty() ? "GET" : "POST";
        }
        boolean typed = headers.stream().anyMatch(each -> each[0].equalsIgnoreCase("Content-Type"));
        if (!joined.isEmpty() && !typed) {
            headers.add(new String[] {"Content-Type", "application/x-www-form-urlencoded"});
        }
        return new Request(method, url, headers, joined);
    }

    private static String encoded(String pair) {
        int equals = pair.indexOf('=');
        return pair.substring(0, equals + 1)
                + URLEncoder.encode(pair.substring(equals + 1), StandardCharsets.UTF_8);
    }

    /// Splits as a shell does, except that variables stay as they are.
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int at = 0; at < command.length(); at++) {
            char c = command.charAt(at);
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                word = word == null ? new StringBuilder() : word;
            } else if (c == '\\' && quote != '\'' && at + 1 < command.length()) {
                word = (word == null ? new StringBuilder() : word).append(command.charAt(++at));
            } else if (c == ' ' && quote == 0) {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
            } else {
                word = (word == null ? new StringBuilder() : word).append(c);
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }
}
