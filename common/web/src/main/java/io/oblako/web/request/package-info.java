@NullMarked
package io.oblako.web.request;

import org.jspecify.annotations.NullMarked;
