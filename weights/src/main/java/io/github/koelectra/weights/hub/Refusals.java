package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import io.github.koelectra.weights.hub.Transport.Answer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** What the hub's refusals mean, in a sentence each. */
final class Refusals {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  /** What may go well a little later, as Hugging Face's client sees it. */
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  private static final int LONGEST_MESSAGE = 200;

  private Refusals() {}

  /** What a status that is no success means. */
  static IOException of(Answer answer, ModelName model, String file, HubSettings settings) {
    int status = answer.status();
    String host = answer.uri().getHost();
    if (PASSING.contains(status)) {
      return new Passing(
          new HubException(
              Kind.SERVER, host + " fails with status " + status + "; try again later"),
          retryAfter(answer));
    }
    String code = answer.header("X-Error-Code").orElse("");
    Kind kind =
        switch (code) {
          case "RepoNotFound" -> Kind.NO_MODEL;
          case "RevisionNotFound" -> Kind.NO_REVISION;
          case "EntryNotFound" -> Kind.NO_FILE;
          case "GatedRepo" -> Kind.GATED;
          default -> byStatus(status, file, settings);
        };
    return new HubException(kind, sentence(kind, answer, model, file, settings));
  }

  private static Kind byStatus(int status, String file, HubSettings settings) {
    return switch (status) {
      case UNAUTHORIZED -> settings.token().isPresent() ? Kind.UNAUTHORIZED : Kind.NO_MODEL;
      case FORBIDDEN -> Kind.UNAUTHORIZED;
      case NOT_FOUND -> file.isEmpty() ? Kind.NO_MODEL : Kind.NO_FILE;
      default -> Kind.ANSWER;
    };
  }

  private static String sentence(
      Kind kind, Answer answer, ModelName model, String file, HubSettings settings) {
    String host = answer.uri().getHost();
    boolean known = settings.token().isPresent();
    return switch (kind) {
      case NO_MODEL ->
          host
              + " has no model "
              + model.repository()
              + (known
                  ? ", or hides it from your token; check the spelling"
                  : " that everybody may see; check the spelling, or give a token with HF_TOKEN"
                      + " if it is private");
      case NO_REVISION ->
          model.repository()
              + " has no revision '"
              + model.revision()
              + "'; give a branch, a tag or a commit, or none for main";
      case NO_FILE -> model + " has no file " + file;
      case GATED ->
          model.repository()
              + " is gated: accept its terms at "
              + settings.endpoint()
              + "/"
              + model.repository()
              + (known
                  ? " with the account of your token"
                  : " and give your token with HF_TOKEN or 'hf auth login'");
      case UNAUTHORIZED ->
          host + " refuses " + (known ? "your token" : "access") + " for " + model + said(answer);
      default -> host + " answers with status " + answer.status() + " for " + model + said(answer);
    };
  }

  private static String said(Answer answer) {
    return answer
        .header("X-Error-Message")
        .map(m -> ": " + m.substring(0, Math.min(LONGEST_MESSAGE, m.length())))
        .orElse("");
  }

  /** Seconds or a date. */
  private static Optional<Duration> retryAfter(Answer answer) {
    Optional<Long> seconds = answer.number("Retry-After");
    if (seconds.isPresent()) {
      return Optional.of(Duration.ofSeconds(Math.min(seconds.get(), Integer.MAX_VALUE)));
    }
    try {
      return answer
          .header("Retry-After")
          .map(d -> ZonedDateTime.parse(d, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .map(until -> Duration.between(Instant.now(), until))
          .filter(wait -> !wait.isNegative());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
