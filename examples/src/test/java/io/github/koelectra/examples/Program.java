package io.github.koelectra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts an example in a JVM of its own, as people do. */
final class Program {
  private Program() {}

  static ProcessBuilder of(Class<?> example, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(example.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** The exit code, a space, and what came from standard error. */
  static String failure(Class<?> example) throws IOException, InterruptedException {
    Process process = of(example).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String complaint = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return process.waitFor() + " " + complaint;
  }
}
