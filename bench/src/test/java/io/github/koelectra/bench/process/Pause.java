package io.github.koelectra.bench.process;

/** A program that lives long enough to be seen, then says its first argument. */
final class Pause {
  private Pause() {}

  public static void main(String[] args) throws InterruptedException {
    Thread.sleep(300);
    System.out.println(args[0]);
  }
}
