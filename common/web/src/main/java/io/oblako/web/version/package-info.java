@NullMarked
package io.oblako.web.version;

import org.jspecify.annotations.NullMarked;
