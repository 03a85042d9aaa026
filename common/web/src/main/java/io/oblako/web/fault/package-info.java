@NullMarked
package io.oblako.web.fault;

import org.jspecify.annotations.NullMarked;
