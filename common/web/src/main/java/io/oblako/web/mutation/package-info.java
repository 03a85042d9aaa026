@NullMarked
package io.oblako.web.mutation;

import org.jspecify.annotations.NullMarked;
