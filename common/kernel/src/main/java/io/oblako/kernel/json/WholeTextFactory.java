package io.oblako.kernel.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Makes parsers that refuse half a surrogate pair ({@code \ud800} alone), in keys and in values. It is no character: UTF-8
 * cannot spell it, so a table or another service would see another text than the one that was checked.
 */
final class WholeTextFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    WholeTextFactory(JsonFactoryBuilder builder) {
        super(builder);
    }

    private WholeTextFactory(WholeTextFactory source) {
        super(source, null);
    }

    @Override
    public JsonFactory copy() {
        return new WholeTextFactory(this);
    }

    @Override
    protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
        return new WholeText(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(Reader in, IOContext context) throws IOException {
        return new WholeText(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(char[] data, int offset, int length, IOContext context, boolean recyclable)
            throws IOException {
        return new WholeText(super._createParser(data, offset, length, context, recyclable));
    }

    @Override
    protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) throws IOException {
        return new WholeText(super._createParser(data, offset, length, context));
    }

    @Override
    protected JsonParser _createParser(DataInput in, IOContext context) throws IOException {
        return new WholeText(super._createParser(in, context));
    }

    /** Looks at each text once, as it passes. */
    private static final class WholeText extends JsonParserDelegate {

        WholeText(JsonParser parser) {
            super(parser);
        }

        @Override
        public @Nullable JsonToken nextToken() throws IOException {
            JsonToken token = delegate.nextToken();
            if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) && !whole(delegate.getText())) {
                throw new JsonParseException(this, "a text holds half a surrogate pair");
            }
            return token;
        }

        private static boolean whole(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isSurrogate(c)) {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (!pair) {
                        return false;
                    }
                    i++;
                }
            }
            return true;
        }
    }
}
