package io.oblako.kernel.token;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import org.jboss.logging.Logger;
import org.jose4j.jca.ProviderContext;

/**
 * By whom the signatures of tokens (ES256) are made and checked: by AWS-LC's code, which takes about a seventh of the time
 * of the JDK's, where this machine runs it; by the JDK's everywhere else. It is asked for by name for tokens alone: nothing
 * else in the process changes its provider.
 */
public final class TokenSignatures {

    private static final Logger LOG = Logger.getLogger(TokenSignatures.class);
    private static final boolean NATIVE = register();

    private TokenSignatures() {}

    private static boolean register() {
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        Throwable error = provider.getLoadingError();
        if (error != null) {
            LOG.warnf("Tokens are signed and verified by the JDK, at a seventh of the speed: %s", error.getMessage());
            return false;
        }
        // Last in order of preference, and harmless when it is there already.
        Security.addProvider(provider);
        return true;
    }

    /** To be given to jose4j wherever it signs or verifies a token of ours. */
    public static ProviderContext provider() {
        ProviderContext context = new ProviderContext();
        if (NATIVE) {
            context.getSuppliedKeyProviderContext().setSignatureProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
        }
        return context;
    }
}
