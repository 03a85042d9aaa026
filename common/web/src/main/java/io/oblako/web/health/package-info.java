@NullMarked
package io.oblako.web.health;

import org.jspecify.annotations.NullMarked;
