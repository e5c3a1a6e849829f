package io.github.koelectra.cli;

import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the archive of parsed and linked classes (class data sharing) that the launcher starts the
 * command with. The build runs it, and the launcher where it finds another JDK than the build had.
 *
 * <p>With two arguments, the command's jar and a directory, it writes {@code koelectra-VERSION.jsa}
 * there, for the JDK it runs on. With one, an empty directory, it runs commands of each kind, so
 * that the JVM can note their classes.
 */
public final class ClassArchive {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";
  private static final String NANO = "koelectra-nano";

  private ClassArchive() {}

  /** Makes the archive, or runs the commands. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1) {
      runCommands(Path.of(args[0]));
    } else {
      make(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath());
    }
  }

  private static void make(Path jar, Path directory) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(directory, "classes-");
    try {
      Path list = work.resolve("list");
      Path made = work.resolve("archive");
      Path empty = Files.createDirectory(work.resolve("empty"));
      String path = jar.toString();
      run(
          work,
          "-XX:DumpLoadedClassList=" + list,
          "-cp",
          path,
          ClassArchive.class.getName(),
          empty.toString());
      run(
          work,
          "-Xshare:dump",
          "-XX:SharedClassListFile=" + list,
          "-XX:SharedArchiveFile=" + made,
          "-cp",
          path);
      Path archive = directory.resolve("koelectra-" + Runtime.version() + ".jsa");
      Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      remove(work);
    }
  }

  private static void run(Path work, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add(VECTORS);
    command.add("-Dfile.encoding=UTF-8");
    command.addAll(List.of(arguments));
    Path log = work.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    // Where a bundled model is unpacked.
    builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
    builder.environment().put("HF_HUB_OFFLINE", "1");
    if (builder.start().waitFor() != 0) {
      throw new IOException("no class archive: " + Files.readString(log));
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }

  private static void runCommands(Path directory) throws IOException {
    String input = directory.resolve("input.safetensors").toString();
    String output = directory.resolve("output.safetensors").toString();
    NewTensor ids = NewTensor.of("input_ids", new long[] {2, 5, 6, 3}, 1, 4);
    SafetensorsWriter.write(Path.of(input), Map.of(), List.of(ids));
    String text = "이 영화 정말 재미있어요.";
    run("--version");
    run("--help");
    run("clasify");
    run("classify", "--help");
    run("classify", "--modle", text);
    run("classify", "--model", directory.resolve("none").toString(), text);
    run("classify", text);
    run("classify", "--kernels", "vector", text);
    run("detect", text);
    run("fill-mask", "영화가 [MASK].");
    run("tokenize", "--model", NANO, "--json", text);
    run("embed", "--model", NANO, text);
    run("ner", "--model", NANO, text);
    run("qa", "--model", NANO, "--question", text, text);
    run("logits", "--model", NANO, "--input", input, "--output", output);
    run("finetune", "--help");
    run("models");
    run("info", input);
  }

  private static void run(String... line) {
    PrintWriter err =
        new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    KoElectraCommand.run(OutputStream.nullOutputStream(), err, line);
  }
}
