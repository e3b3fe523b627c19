// A disc that sheds one slice per second, a clock, and a soft note with each slice.

const canvas = document.querySelector('canvas');
const button = document.querySelector('button');
const pen = canvas.getContext('2d');
const notes = [220, 247.5, 275, 330, 371.25];

function draw(ms) {
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  const size = Math.min(innerWidth, innerHeight) * 0.3;
  pen.translate(innerWidth / 2, innerHeight / 2 - 40);
  pen.fillStyle = '#5f5fe0';
  pen.beginPath();
  pen.arc(-size * 0.6, 0, size, 0.5 * Math.PI, 1.5 * Math.PI);
  pen.fill();
  const slices = 6;
  for (let index = 0; index < slices; index += 1) {
    const way = (index + (ms % 1000) / 1000) / slices;
    const height = size * 2 * (1 - way) ** 0.7;
    pen.globalAlpha = 1 - way;
    pen.fillStyle = `hsl(${240 - 60 * way} 80% 70%)`;
    pen.fillRect(-size * 0.55 + way * size * 2.2, -height / 2, size * 0.12, height);
  }
  pen.globalAlpha = 1;
  pen.fillStyle = '#fff';
  pen.font = `600 ${Math.round(size * 0.16)}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.fillText((ms / 1000).toFixed(1), -size * 0.95, size * 0.06);
  requestAnimationFrame(draw);
}

function play() {
  const audio = new AudioContext();
  let count = 0;
  const sound = () => {
    const tone = new OscillatorNode(audio, { frequency: notes[count % notes.length] });
    const volume = new GainNode(audio, { gain: 0.15 });
    volume.gain.setTargetAtTime(0, audio.currentTime + 0.05, 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 1);
    count += 1;
  };
  sound();
  setInterval(sound, 1000);
  audio.onstatechange = () => button.remove();
}

button.addEventListener('click', play, { once: true });
const query = new URLSearchParams(location.search);
document.title = query.get('title') ?? document.title;
if (query.has('sound')) {
  button.remove();
  play();
}
requestAnimationFrame(draw);
