@NullMarked
package io.oblako.compute.node.http;

import org.jspecify.annotations.NullMarked;
