package io.github.koelectra.bench.text;

import io.github.koelectra.bench.contest.Contender;
import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Forks;
import io.github.koelectra.bench.contest.Scoreboard;
import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.peers.MissingPeerException;
import io.github.koelectra.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encoding the sentences of a file, ids and offsets, on one thread and on all processors. All ids
 * are compared before anything is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 9)
@Fork(
    value = 1,
    jvmArgsAppend = {Forks.NATIVE, Forks.HEAP, Forks.OFFLINE, Forks.UNTRACKED})
public class TokenizerBenchmark {
  /** What is put behind a contender's name where it works on all processors. */
  public static final String ON_ALL = ", all threads";

  /** The name of the number of sentences among the scores. */
  public static final String SENTENCES = "sentences";

  private Corpus corpus;
  private List<TokenizerContender> contenders;
  private Contest contest;

  /** JMH makes it. */
  public TokenizerBenchmark() {}

  /** Opens the tokenizers and compares their ids. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, MissingPeerException {
    corpus = Corpus.read(Corpus.path(Corpus.FILE));
    Vocabulary vocabulary = Vocabulary.read(Corpus.path(Corpus.VOCABULARY));
    TokenizerContender ours = new OurTokenizer(vocabulary);
    TokenizerContender theirs = new DjlTokenizer(vocabulary);
    contenders = List.of(ours, theirs);
    check(corpus.sentences(), ours, theirs);
    contest = new Contest(Work.things(corpus.bytes(), "GB/s"));
    for (TokenizerContender contender : contenders) {
      contest.add(new Contender(contender.name(), () -> contender.encode(corpus.sentences())));
      contest.add(
          new Contender(
              contender.name() + ON_ALL, () -> contender.encodeOnAll(corpus.sentences())));
    }
  }

  /**
   * Compares the ids of every sentence.
   *
   * @throws IllegalStateException if one differs
   */
  static void check(List<String> sentences, TokenizerContender ours, TokenizerContender theirs) {
    for (int i = 0; i < sentences.size(); i++) {
      if (!Arrays.equals(ours.ids(sentences.get(i)), theirs.ids(sentences.get(i)))) {
        throw new IllegalStateException("the ids of sentence " + (i + 1) + " differ");
      }
    }
    System.out.printf("%d sentences: all ids are the same%n", sentences.size());
  }

  /** Everybody's turn. */
  @Benchmark
  public void round() {
    contest.round();
    Scoreboard.put(SENTENCES, corpus.sentences().size(), "sentences");
  }

  /** Lets the tokenizers go. */
  @TearDown(Level.Trial)
  public void close() {
    contenders.forEach(TokenizerContender::close);
  }
}
