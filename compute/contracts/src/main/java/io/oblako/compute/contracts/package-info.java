@NullMarked
package io.oblako.compute.contracts;

import org.jspecify.annotations.NullMarked;
