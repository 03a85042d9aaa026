package io.oblako.network.ovsdb.wire;

import java.nio.file.Path;

/**
 * What {@code ssl:} remotes need, each file in PEM. Both sides show a certificate and check the other's.
 *
 * @param key our private key, PKCS#8
 * @param certificate ours, with its chain
 * @param authorities that we trust to have signed the server's
 * @param verifyHost whether the server's certificate must bear the host of the remote; certificates of {@code ovs-pki}
 *     do not, so there any certificate of the authorities is good
 */
public record TlsFiles(Path key, Path certificate, Path authorities, boolean verifyHost) {}
