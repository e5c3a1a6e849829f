package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;

/**
 * What every part of the client needs to ask the hub.
 *
 * @param sleeper waits between tries
 */
record HubConnection(
    HubSettings settings, Transport transport, DownloadListener listener, Retry.Sleeper sleeper)
    implements AutoCloseable {
  static HubConnection open(
      HubSettings settings, DownloadListener listener, Retry.Sleeper sleeper) {
    return new HubConnection(settings, new Transport(settings), listener, sleeper);
  }

  Hub hub() {
    return new Hub(settings, transport);
  }

  Retry retry(int tries) {
    return new Retry(sleeper, listener, tries);
  }

  /**
   * Demands that the hub may be asked.
   *
   * @param wanted what is not in the cache
   */
  void checkOnline(ModelName model, String wanted) throws HubException {
    if (settings.offline()) {
      throw new HubException(
          Kind.OFFLINE,
          wanted
              + " of "
              + model
              + " is not in the cache "
              + settings.cache()
              + ", and HF_HUB_OFFLINE forbids to download it; unset HF_HUB_OFFLINE, or copy the"
              + " cache from where there is a network");
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
