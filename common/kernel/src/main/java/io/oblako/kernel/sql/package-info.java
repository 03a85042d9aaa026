@NullMarked
package io.oblako.kernel.sql;

import org.jspecify.annotations.NullMarked;
