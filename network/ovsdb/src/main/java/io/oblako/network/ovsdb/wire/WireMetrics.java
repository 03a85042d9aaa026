package io.oblako.network.ovsdb.wire;

/** Told of traffic, on whatever thread; returns at once. */
public interface WireMetrics {

    WireMetrics NONE = new WireMetrics() {
        @Override
        public void received(int bytes) {}

        @Override
        public void sent(int bytes) {}
    };

    void received(int bytes);

    void sent(int bytes);
}
