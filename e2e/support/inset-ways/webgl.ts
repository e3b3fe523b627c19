import { type InsetLayout, insetArea } from '../../../src/domain/inset-layout';

const vertexShader = `#version 300 es
in vec2 corner;
uniform vec4 area;
uniform bool mirrored;
out vec2 at;
out vec2 inSquare;
void main() {
  inSquare = corner;
  at = vec2(mirrored ? 1.0 - corner.x : corner.x, corner.y);
  vec2 place = area.xy + corner * area.zw;
  gl_Position = vec4(place.x * 2.0 - 1.0, 1.0 - place.y * 2.0, 0.0, 1.0);
}`;

const fragmentShader = `#version 300 es
precision mediump float;
uniform sampler2D picture;
uniform vec4 crop;
uniform bool isRound;
uniform float side;
in vec2 at;
in vec2 inSquare;
out vec4 color;
void main() {
  float share = 1.0;
  if (isRound) share = clamp((0.5 - distance(inSquare, vec2(0.5))) * side + 0.5, 0.0, 1.0);
  color = vec4(texture(picture, crop.xy + at * crop.zw).rgb, share);
}`;

/** Draws with WebGL 2: a texture of the screen, and one of the camera over it. */
export function createWebglPainter(
  layout: InsetLayout,
): (screen: VideoFrame, camera: VideoFrame) => OffscreenCanvas {
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false });
  if (gl === null) throw new Error('No WebGL 2');
  const program = link(gl);
  gl.useProgram(program);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  const corner = gl.getAttribLocation(program, 'corner');
  gl.enableVertexAttribArray(corner);
  gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  const at = (name: string) => gl.getUniformLocation(program, name);
  const [area, crop, mirrored, isRound, side] = [
    at('area'),
    at('crop'),
    at('mirrored'),
    at('isRound'),
    at('side'),
  ];
  const textures = [texture(gl), texture(gl)] as const;

  const draw = (which: WebGLTexture, frame: VideoFrame) => {
    gl.bindTexture(gl.TEXTURE_2D, which);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, frame);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  };

  return (screen, camera) => {
    const { displayWidth: width, displayHeight: height } = screen;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    gl.viewport(0, 0, width, height);
    gl.uniform4f(area, 0, 0, 1, 1);
    gl.uniform4f(crop, 0, 0, 1, 1);
    gl.uniform1i(mirrored, 0);
    gl.uniform1i(isRound, 0);
    draw(textures[0], screen);
    const inset = insetArea(width, height, layout);
    gl.uniform4f(area, inset.x / width, inset.y / height, inset.side / width, inset.side / height);
    const square = Math.min(camera.displayWidth, camera.displayHeight);
    const [shareX, shareY] = [square / camera.displayWidth, square / camera.displayHeight];
    gl.uniform4f(crop, (1 - shareX) / 2, (1 - shareY) / 2, shareX, shareY);
    gl.uniform1i(mirrored, layout.mirrored ? 1 : 0);
    gl.uniform1i(isRound, layout.shape === 'round' ? 1 : 0);
    gl.uniform1f(side, inset.side);
    draw(textures[1], camera);
    return canvas;
  };
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('No shader');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    throw new Error(gl.getProgramInfoLog(program) ?? 'The program does not link');
  }
  return program;
}

function texture(gl: WebGL2RenderingContext): WebGLTexture {
  const created = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, created);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.LINEAR);
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
  return created;
}
