@NullMarked
package io.oblako.web.config;

import org.jspecify.annotations.NullMarked;
