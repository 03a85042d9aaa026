@NullMarked
package io.oblako.web.page;

import org.jspecify.annotations.NullMarked;
