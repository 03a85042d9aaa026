@NullMarked
package io.oblako.web.policy;

import org.jspecify.annotations.NullMarked;
