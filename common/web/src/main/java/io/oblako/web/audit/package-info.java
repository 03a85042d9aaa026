@NullMarked
package io.oblako.web.audit;

import org.jspecify.annotations.NullMarked;
