package io.github.koelectra.bench.process;

/** The least a Java program does. */
final class HelloWorld {
  private HelloWorld() {}

  /** Greets. */
  public static void main(String[] args) {
    System.out.println("Hello, world!");
  }
}
