package io.oblako.compute.domain.server;

/** Tells the other services what a server is, when the transaction of the calling thread commits. */
public interface ServerFacts {

    void publish(Server server);
}
