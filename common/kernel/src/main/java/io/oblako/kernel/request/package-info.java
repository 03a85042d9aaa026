@NullMarked
package io.oblako.kernel.request;

import org.jspecify.annotations.NullMarked;
