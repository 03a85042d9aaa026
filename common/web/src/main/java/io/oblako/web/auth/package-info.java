@NullMarked
package io.oblako.web.auth;

import org.jspecify.annotations.NullMarked;
